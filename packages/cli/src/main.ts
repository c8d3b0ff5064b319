#!/usr/bin/env node
import process from "node:process";
import { run } from "./run.ts";

process.exitCode = await run(process);
// Otherwise not process.exit(), which cuts off output that its reader has not taken yet. A reader that takes nothing
// must not hold up Ctrl-C, though.
if (process.exitCode > 128) process.exit();
