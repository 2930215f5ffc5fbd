/** Many names in the room of a few: `Clip, Det and 3 more`. */
export function namesText(names: readonly string[], most: number): string {
  const left = names.length - most;
  if (left <= 0) return names.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `${names.slice(0, most).join(', ')} and ${left} more`;
}
