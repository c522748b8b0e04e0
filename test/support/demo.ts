/** The data that every test finds in the three sites: two days from 2026-01-05 00:00 (Seoul), a row each five minutes. */
export const DEMO = {
  from: Date.parse("2026-01-05T00:00:00+09:00"),
  days: 2,
  stepSeconds: 300,
  seed: 7,
  anomalies: false,
};
