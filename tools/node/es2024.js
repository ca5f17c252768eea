/**
 * What src/ uses of Node 24 and Node 20 lacks, for the unit tests on Node 20: the action itself never runs there. Loaded by
 * .ci/node-versions into each test file, and does nothing on a Node that has these.
 */
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map()
  let index = 0
  for (const item of items) {
    const key = keyOf(item, index++)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

Promise.withResolvers ??= () => {
  const resolvers = {}
  resolvers.promise = new Promise((resolve, reject) => Object.assign(resolvers, { resolve, reject }))
  return resolvers
}

URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null)
