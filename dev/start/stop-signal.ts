const PARENT_MS = 500;

/** Aborted when this process is to end: by a signal, or because `dev/run.mjs`, which started it, was killed. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, end);
  const parent = process.ppid;
  if (process.env.ESS_PARENT === String(parent)) {
    setInterval(() => process.ppid !== parent && end(), PARENT_MS).unref();
  }
  return controller.signal;
}
