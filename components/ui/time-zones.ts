/** Lists the time zones to choose from: the current one, UTC, and all that the browser knows. */
export const timeZoneOptions = (current: string) =>
  [...new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")])].map((value) => ({
    value,
    label: value.replaceAll("_", " "),
  }));
