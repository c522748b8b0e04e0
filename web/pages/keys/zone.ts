/** Keys belong to no site: their times are those of who looks. */
export const useOwnZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
