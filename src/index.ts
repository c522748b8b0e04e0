import { createApp } from "./app.ts";

const { router } = createApp();

export default { fetch: router.fetch } satisfies ExportedHandler<object>;
