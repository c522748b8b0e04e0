/** Of the service: that of package.json, which a worker cannot read. A release changes both, and CHANGELOG.md. */
export const VERSION = "0.1.0";
