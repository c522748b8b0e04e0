// A clock that stands still, for commands (`node --import`) and, as text, for the worker: answers that depend on
// the time of day are the same in every recording.
const NOW = Date.parse("2026-01-09T00:05:00+09:00");
const RealDate = globalThis.Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length > 0 ? given : [NOW]));
  }
  static now() {
    return NOW;
  }
};
