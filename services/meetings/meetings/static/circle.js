// In a meeting without an SFU: who is in the circle that send to each other, the first `most` of those who are there, in
// the order in which they came. Every browser sees the same order, so nobody has to be asked.

export function circle(people, most) {
  const order = [...people.values()].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  return order.slice(0, most).map((person) => person.connection);
}

function key({ joined_at: joined, connection }) {
  return `${joined} ${connection}`;
}
