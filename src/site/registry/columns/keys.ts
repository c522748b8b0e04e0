import { integer, timestamp } from "./column.ts";

/** The columns that identify a row; every table begins with the ones it needs. */
export const time = timestamp("TIMESTAMP", "측정 시각", "Time of measurement");
export const bankId = integer("BANK_ID", "뱅크 번호", "Bank number");
export const rackId = integer("RACK_ID", "뱅크 내 랙 번호", "Rack number within the bank");
