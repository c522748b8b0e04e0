/** Every page of the web, and every view of the page that has several. */
export const PAGES: Record<string, string> = {
  fleet: "/",
  "site-overview": "/sites/2",
  "site-rack": "/sites/1?bank=1&rack=2",
  "site-safety-bank": "/sites/2?part=safety",
  "site-safety-rack": "/sites/2?bank=1&rack=2&part=safety",
  "site-health": "/sites/2?bank=1&rack=2&part=health",
  "site-forecast": "/sites/2?bank=1&rack=2&part=forecast",
  "site-unknown": "/sites/9",
  events: "/events",
  data: "/data?site=2&component=bank",
  docs: "/docs",
  "docs-operation": "/docs?operation=listBank",
  problems: "/docs/errors",
  keys: "/keys",
  "not-found": "/nothing/here",
};
