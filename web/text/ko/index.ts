import type { Dictionary } from "../en";
import { common } from "./common";
import { data } from "./data";
import { docs } from "./docs";
import { events } from "./events";
import { fleet } from "./fleet";
import { keys } from "./keys";
import { site } from "./site";

export const ko: Dictionary = { common, fleet, site, events, data, docs, keys };
