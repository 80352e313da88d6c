// The voter's side of RSABSSA-SHA384-PSS-Randomized (RFC 9474). A token made here is signed without being seen; whoever
// finds it in the ballot box later cannot tell for whom it was signed. All numbers travel as hexadecimal.

const E = 65537n;
const SALT = 48;
const PREFIX = 32;
const MESSAGE = 32;

// A paper to have signed: {n, token, blinded, inverse, salt}. Only `blinded` may be told together with one's name.
export async function blindedPaper(modulus) {
  const token = random(PREFIX + MESSAGE);
  return blind(modulus, token, random(SALT), below(number(modulus)));
}

// RFC 9474, 4.2, with the inverse drawn instead of the factor.
export async function blind(modulus, token, salt, inverse) {
  const n = number(modulus);
  const encoded = await encode(token, bits(n) - 1, salt);
  const factor = inverted(inverse, n);
  const blinded = (encoded * power(factor, E, n)) % n;
  return { n: modulus, token: hex(token), salt: hex(salt), blinded: padded(blinded, n), inverse: padded(inverse, n) };
}

// The signature of the token itself; throws when what came back is no signature (4.4).
export async function finished(paper, signature) {
  const n = number(paper.n);
  const signed = (number(signature) * number(paper.inverse)) % n;
  const encoded = await encode(bytes(paper.token), bits(n) - 1, bytes(paper.salt));
  if (power(signed, E, n) !== encoded) throw new Error("not signed for this vote");
  return padded(signed, n);
}

export async function digest(token) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(token))));
}

// EMSA-PSS-ENCODE of RFC 8017, 9.1.1.
async function encode(message, size, salt) {
  const length = Math.ceil(size / 8);
  const hash = await sha384(join(new Uint8Array(8), await sha384(message), salt));
  const block = new Uint8Array(length - hash.length - 1);
  block[block.length - salt.length - 1] = 1;
  block.set(salt, block.length - salt.length);
  const mask = await stretched(hash, block.length);
  const masked = block.map((one, place) => one ^ mask[place]);
  masked[0] &= 0xff >> (8 * length - size);
  return number(hex(join(masked, hash, new Uint8Array([0xbc]))));
}

// MGF1.
async function stretched(seed, length) {
  const parts = [];
  for (let place = 0; place * seed.length < length; place += 1) {
    parts.push(await sha384(join(seed, new Uint8Array([place >> 24, place >> 16, place >> 8, place]))));
  }
  return join(...parts).slice(0, length);
}

async function sha384(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-384", data));
}

function power(base, exponent, n) {
  let result = 1n;
  for (let left = exponent, square = base % n; left; left >>= 1n, square = (square * square) % n) {
    if (left & 1n) result = (result * square) % n;
  }
  return result;
}

function inverted(value, n) {
  let [one, other, place, next] = [value % n, n, 1n, 0n];
  while (other) {
    const times = one / other;
    [one, other, place, next] = [other, one - times * other, next, place - times * next];
  }
  if (one !== 1n) throw new Error("no inverse");
  return ((place % n) + n) % n;
}

// Every number from 2 to n - 1 is equally likely.
function below(n) {
  for (;;) {
    const drawn = number(hex(random(Math.ceil(bits(n) / 8))));
    if (drawn > 1n && drawn < n) return drawn;
  }
}

function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function hex(data) {
  return Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");
}

function number(text) {
  return BigInt(`0x${text}`);
}

function bits(n) {
  return n.toString(2).length;
}

function padded(value, n) {
  return value.toString(16).padStart(2 * Math.ceil(bits(n) / 8), "0");
}
