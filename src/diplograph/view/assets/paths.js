// Ways through the graph: neighbourhoods by steps, and the shortest path between two actors.

/** Everybody whom an event joins to this actor: each with the event. */
function* linksOf(number, allowed) {
  for (const event of actors[number].events) {
    if (!allowed(event)) continue;
    const from = event.from;
    const others = from.includes(number) ? event.to : from;
    for (const other of others) if (other !== number) yield [other, event];
  }
}

/** The actors within so many steps of one. */
function stepsFrom(start, steps, allowed) {
  const near = new Set([start]);
  let front = [start];
  for (let step = 0; step < steps && front.length; step += 1) {
    const next = [];
    for (const number of front) {
      for (const [other] of linksOf(number, allowed)) {
        if (!near.has(other)) { near.add(other); next.push(other); }
      }
    }
    front = next;
  }
  return near;
}

/** The actors of a shortest path, both ends included, or null where there is none. */
function shortestPath(from, to, allowed) {
  const before = new Map([[from, null]]);
  let front = [from];
  while (front.length && !before.has(to)) {
    const next = [];
    for (const number of front) {
      for (const [other] of linksOf(number, allowed)) {
        if (!before.has(other)) { before.set(other, number); next.push(other); }
      }
    }
    front = next;
  }
  if (!before.has(to)) return null;
  const path = [];
  for (let number = to; number !== null; number = before.get(number)) path.unshift(number);
  return path;
}

/** The events that join two actors directly, whichever way. */
function eventsBetween(a, b) {
  const [one, other] = actors[a].events.length <= actors[b].events.length ? [a, b] : [b, a];
  return actors[one].events.filter((event) => {
    const [from, to] = [event.from, event.to];
    return (from.includes(one) && to.includes(other)) || (from.includes(other) && to.includes(one));
  });
}
