"""Every POST is done once however often it is sent (kit.once), or says here why it needs no key.

kit.once answers for routes that change something in the transaction of the request, for a caller it knows.
"""

from collections.abc import Iterator
from importlib import import_module

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from kit.auth.requirement import Requirement
from kit.db import open_session
from tests.architecture.test_imports import SERVICES
from tests.architecture.test_routes import dependencies
from tests.support.settings import settings_of

READS = "reads; makes nothing"
SETS = "sets what it is told; the second time it stands there already"
ENTERS = "signs in or out; a second session is the same person's, and ends by itself"
TOKEN = "a second token is as good as the first, and expires"
OWN = {
    "analytics": {
        "/analytics/datasets/{dataset_id:uuid}/upload": "each is a load of its own, listed and undone by name",
        "/analytics/api/v1/forecasts": READS,
        "/analytics/api/v1/queries": READS,
        "/analytics/api/v1/queries/export": READS,
        "/analytics/workspace": READS,
        "/analytics/workspace/export": READS,
        "/analytics/api/v1/questions/{question_id}/ask": READS,
        "/analytics/api/v1/questions/{question_id}/export/{form}": READS,
        "/analytics/questions/new": READS,
        "/analytics/api/v1/dashboards/{dashboard_id}/tiles/{tile_id}/ask": READS,
    },
    "assistant_citizen": {
        "/assistant-citizen/api/v1/conversations": "an empty conversation is nothing, and is cleared out",
        "/assistant-citizen/api/v1/conversations/{conversation_id}/messages": "asked again, it is answered again",
        "/assistant-citizen/api/v1/conversations/{conversation_id}/messages/{message_id}/rating": SETS,
        "/assistant-citizen/api/v1/conversations/{conversation_id}/person": "one place in the line a conversation",
        "/assistant-citizen/": "asked again, it is answered again",
        "/assistant-citizen/widget": "asked again, it is answered again",
        "/assistant-citizen/api/v1/dossiers/state": READS,
        "/assistant-citizen/dossiers": READS,
        "/assistant-citizen/api/v1/petitions": "has a key of its own: citizens have no account",
        "/assistant-citizen/api/v1/petitions/{code}/rating": SETS,
        "/assistant-citizen/petitions": "has a key of its own: citizens have no account",
        "/assistant-citizen/petitions/track": READS,
        "/assistant-citizen/petitions/{code}/rating": SETS,
    },
    "lgsp_gateway": {
        "/oauth2/token": TOKEN,
        "/oauth2/platform-token": TOKEN,
        "/oauth2/revoke": SETS,
        "/oauth2/introspect": READS,
        "/sign-in": ENTERS,
        "/sign-in/code": ENTERS,
        "/sign-in/password": ENTERS,
        "/sign-in/enrol": ENTERS,
        "/sign-out": ENTERS,
        "/forgotten-password": "the newest letter counts",
        "/choose-password": SETS,
    },
    "meetings": {
        "/meetings/api/v1/ballots/{vote_id}": "a paper counts once, whoever sends it",
        "/meetings/api/v1/meetings/{meeting_id}/votes/{vote_id}/ballot": "one ballot a voter, however often it is sent",
        "/meetings/api/v1/meetings/{meeting_id}/votes/{vote_id}/paper": "one paper a voter: asked again, the same",
        "/meetings/meetings/{meeting_id:uuid}/votes/{vote_id:uuid}/ballot": "one ballot a voter",
        "/meetings/guest/{token}": ENTERS,
        "/meetings/guest/{token}/answer": SETS,
        "/meetings/{meeting_id:uuid}/papers/{paper_id:uuid}/note": SETS,
        "/meetings/sfu/webhook": "each news has an id, which is known afterwards",
    },
}


@pytest.mark.parametrize("service", SERVICES)
def test_every_post_is_done_once_or_says_why_it_needs_no_key(service: str) -> None:
    posts = list(_posts(service))
    unkept = {route.path for route in posts if not _is_kept(route)}
    assert len(posts) > 3
    assert unkept == set(OWN.get(service, {}))


def _posts(service: str) -> Iterator[APIRoute]:
    app = import_module(f"{service}.main").app(settings_of(service))
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()):
            yield route


def _is_kept(route: APIRoute) -> bool:
    """Also that it was included by kit, which is what makes it so."""
    calls = list(dependencies(route.dependant))
    known = any(isinstance(call, Requirement) for call in calls)
    return known and open_session in calls and "get_route_handler" in vars(route)
