import { createApp } from "./app.ts";
import { runScheduled } from "./jobs/scheduled.ts";

const { router } = createApp();

export default {
  fetch: router.fetch,
  scheduled: (_, bindings, context) => context.waitUntil(runScheduled(bindings)),
} satisfies ExportedHandler<object>;
