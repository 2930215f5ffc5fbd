/** The one command line of powermetrics that is run, and how a person may allow it, and only it. */

/** An hour of seconds: a root program cannot be ended by us, so it must end by itself. */
export const POWERMETRICS_ARGS = [
  '--samplers',
  'cpu_power,gpu_power',
  '-f',
  'plist',
  '-i',
  '1000',
  '-n',
  '3600',
] as const;
export const POWERMETRICS = '/usr/bin/powermetrics';

/** In sudoers a comma in an argument is escaped. */
const PINNED = [POWERMETRICS, ...POWERMETRICS_ARGS].join(' ').replaceAll(',', '\\,');

export const POWERMETRICS_FIX = `# powermetrics needs root, and with other arguments (-u FILE) root's powermetrics would write any file:
# so this allows one whole command line, without a wildcard, to you alone. It is checked before it counts.
rule=$(mktemp) && printf '%s\\n' "$USER ALL=(root) NOPASSWD: ${PINNED}" > "$rule"
sudo visudo -cf "$rule" && sudo install -o root -g wheel -m 0440 "$rule" /etc/sudoers.d/joulemark; rm -f "$rule"
# To undo it: sudo rm /etc/sudoers.d/joulemark
`;
