/** How one group may read RAPL's counters, and only them, across reboots. */
export const RAPL_FIX = `# Since 2020 only root may read these counters: CVE-2020-8694 ("PLATYPUS") showed that they can betray keys.
sudo groupadd -rf joulemark-power && sudo usermod -aG joulemark-power "$USER"   # then log in again
sudo tee /etc/udev/rules.d/70-joulemark-rapl.rules <<'RULE'
SUBSYSTEM=="powercap", KERNEL=="intel-rapl*", RUN+="/usr/bin/chgrp joulemark-power /sys/%p/energy_uj /sys/%p/max_energy_range_uj", RUN+="/usr/bin/chmod g+r /sys/%p/energy_uj /sys/%p/max_energy_range_uj"
RULE
sudo udevadm control --reload-rules && sudo udevadm trigger --subsystem-match=powercap
# To undo it: sudo rm /etc/udev/rules.d/70-joulemark-rapl.rules, and reboot.
`;
