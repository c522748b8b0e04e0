/** Keys belong to no site, so their times are in the zone of the browser. */
export const useOwnZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
