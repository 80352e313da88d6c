// Papers of secret votes. A paper is taken under one's name as soon as the vote opens, and cast without it, at another
// time, over a request that carries neither cookies nor where it comes from. This browser alone keeps the paper.

import { blindedPaper, digest, finished } from "./blind.js";

const TAKING = 4000;
const CASTING = 1500;
const TRIES = 8;
const BETWEEN = 2000;
const AWAY = [502, 503, 504];

export class Papers {
  constructor(ballots, post) {
    this.ballots = ballots;
    this.post = post;
    this.taking = new Map();
  }

  // Once for each vote; what was begun is gone on with after a reload, with the same token.
  take(vote) {
    const key = `${vote.id} ${vote.modulus}`;
    if (!this.taking.has(key)) {
      const taken = this.taken(vote);
      this.taking.set(key, taken);
      taken.catch(() => this.taking.delete(key));
    }
    return this.taking.get(key);
  }

  async taken(vote) {
    const kept = this.kept(vote);
    const paper = kept?.n === vote.modulus ? kept : await blindedPaper(vote.modulus);
    if (paper.signature) return paper;
    this.keep(vote, paper);
    await moment(TAKING);
    const { signature } = await this.post(`/votes/${vote.id}/paper`, { blinded: paper.blinded });
    paper.signature = await finished(paper, signature);
    paper.digest = await digest(paper.token);
    this.keep(vote, paper);
    return paper;
  }

  async cast(vote, choices) {
    const paper = await this.take(vote);
    await moment(CASTING);
    const request = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: paper.token, signature: paper.signature, choices }),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
    };
    const answer = await patient(() => fetch(`${this.ballots}/${vote.id}`, request));
    if (!answer.ok) throw Object.assign(new Error("not cast"), await answer.json());
    this.keep(vote, { digest: paper.digest, n: paper.n, signature: paper.signature, token: paper.token, cast: true });
  }

  isCast(vote) {
    return Boolean(this.kept(vote)?.cast);
  }

  digestOf(vote) {
    return this.isCast(vote) ? this.kept(vote).digest : null;
  }

  kept(vote) {
    return JSON.parse(localStorage.getItem(name(vote)));
  }

  keep(vote, paper) {
    localStorage.setItem(name(vote), JSON.stringify(paper));
  }
}

// Again while the service is away or too busy: the same paper or ballot once more counts once.
export async function patient(ask) {
  for (let left = TRIES; ; left -= 1) {
    const answer = await ask().catch((error) => left > 1 ? null : Promise.reject(error));
    if (answer && (left <= 1 || !AWAY.includes(answer.status))) return answer;
    await moment(BETWEEN);
  }
}

function name(vote) {
  return `meetings.paper.${vote.id}`;
}

// So that who watches the line cannot put the two requests, or the request and the click, side by side.
function moment(most) {
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  return new Promise((done) => setTimeout(done, (drawn / 2 ** 32) * most));
}
