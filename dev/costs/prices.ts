/**
 * Public prices in US dollars, without tax, as of 2026-11-23. Workers Paid:
 * https://developers.cloudflare.com/workers/platform/pricing/ ; Neon's plan Launch: https://neon.com/docs/introduction/plans ;
 * R2, standard: https://developers.cloudflare.com/r2/pricing/
 */
export const PRICES = {
  workers: {
    month: 5,
    requestsIncluded: 10e6,
    perMillionRequests: 0.3,
    cpuMsIncluded: 30e6,
    perMillionCpuMs: 0.02,
  },
  r2: { storageGbMonth: 0.015 },
  neon: {
    cuHour: 0.106,
    storageGbMonth: 0.35,
    historyGbMonth: 0.2,
    transferGbIncluded: 100,
    transferGb: 0.1,
  },
};
