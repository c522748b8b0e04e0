import { common } from "./common";
import { data } from "./data";
import { docs } from "./docs";
import { events } from "./events";
import { fleet } from "./fleet";
import { keys } from "./keys";
import { site } from "./site";

export const en = { common, fleet, site, events, data, docs, keys } as const;
