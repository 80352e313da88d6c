# One image a service: docker build --build-arg SERVICE=monitoring .   (one of the seven, or simulators)
# docs/decisions/0060-containers.md tells what it is given when it runs.
ARG PYTHON=python:3.11.14-slim-bookworm
ARG NODE=node:24.19.0-slim
ARG UV=astral/uv:0.13.9
ARG SERVICE

FROM ${UV} AS uv

# Third-party packages first, for they change least: versions and hashes are those of the lock, and of it only what a
# service's groups ask for. Compiled here, because where it runs nothing can be written beside them.
FROM ${PYTHON} AS packages
COPY --from=uv /uv /usr/local/bin/uv
ENV VIRTUAL_ENV=/venv UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_BUILD=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never
RUN python -m venv --without-pip /venv
WORKDIR /lock
COPY pyproject.toml requirements.lock ./
RUN uv pip install --require-hashes -r pyproject.toml -c requirements.lock

FROM packages AS packages-models
RUN uv pip install --require-hashes -r pyproject.toml --group models -c requirements.lock

FROM packages-models AS packages-papers
RUN uv pip install --require-hashes -r pyproject.toml --group papers -c requirements.lock

FROM packages-models AS packages-lake
RUN uv pip install --require-hashes -r pyproject.toml --group lake -c requirements.lock

FROM packages-papers AS packages-all
RUN uv pip install --require-hashes -r pyproject.toml --group lake --group simulators -c requirements.lock

FROM packages AS packages-of-lgsp-gateway
FROM packages-lake AS packages-of-analytics
FROM packages-papers AS packages-of-governance
FROM packages-papers AS packages-of-meetings
FROM packages-models AS packages-of-monitoring
FROM packages-papers AS packages-of-assistant-citizen
FROM packages-papers AS packages-of-assistant-staff
FROM packages-all AS packages-of-simulators
FROM packages-of-${SERVICE} AS packages-of-service
# nobody runs the tests of others here, and they are a sixth of it
RUN find /venv/lib -depth -type d -name tests -exec rm -r {} +

# What the screens load, as `make setup` gets it, and of that only the files kit.web.assets names.
FROM ${NODE} AS screens
WORKDIR /screens
COPY libs/kit/kit/web/package.json libs/kit/kit/web/package-lock.json libs/kit/kit/web/static/icons.txt ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
WORKDIR /screens/node_modules
RUN mkdir /kept \
    && cp --parents -t /kept \
        htmx.org/dist/htmx.min.js \
        vega/build/vega.min.js \
        vega-lite/build/vega-lite.min.js \
        vega-embed/build/vega-embed.min.js \
        livekit-client/dist/livekit-client.esm.mjs \
        @fontsource/be-vietnam-pro/[4-7]00.css \
        @fontsource/be-vietnam-pro/files/be-vietnam-pro-*-[4-7]00-normal.woff2 \
    && sed 's|.*|lucide-static/icons/&.svg|' ../icons.txt | xargs cp --parents -t /kept

# The service and what it stands on, laid out as in the checkout; platforms.pth makes Python find them.
FROM ${PYTHON} AS code
ARG SERVICE
WORKDIR /checkout
COPY libs libs
COPY services services
COPY simulators simulators
RUN mkdir -p /app/libs /app/services \
    && cp -r libs/kit /app/libs \
    && if [ "$SERVICE" = simulators ]; \
        then cp -r libs/embedded /app/libs && cp -r services/* /app/services && cp -r simulators /app; \
        else cp -r "services/$SERVICE" /app/services; fi \
    && find /app -name pyproject.toml -printf '%h\n' > /platforms.pth \
    && python -m compileall -q --invalidation-mode unchecked-hash /app

FROM ${PYTHON}
ARG SERVICE
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin platform \
    && install --directory --owner=platform --group=platform --mode=0700 /keys /keys/exchange
COPY --from=packages-of-service /venv /venv
COPY --from=screens /kept /app/libs/kit/kit/web/node_modules
COPY --from=code /app /app
COPY --from=code /platforms.pth /venv/lib/python3.11/site-packages/
COPY deploy/alive.py /app/
ENV PATH=/venv/bin:$PATH SERVICE=$SERVICE LISTEN_HOST=0.0.0.0 LISTEN_PORT=8000 \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 NUMEXPR_NUM_THREADS=1
WORKDIR /tmp
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=180s --start-interval=2s --retries=3 \
    CMD ["python", "-I", "-S", "/app/alive.py"]
CMD ["python", "-m", "kit.serve"]
