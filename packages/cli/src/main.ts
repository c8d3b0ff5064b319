#!/usr/bin/env node
import { DEBUG_VARIABLE } from "./failure/command-failure.ts";
import { run } from "./run.ts";

// What libraries warn of is for programmers, and would stand among the lines for the user.
if (!process.env[DEBUG_VARIABLE]) process.removeAllListeners("warning");

process.exitCode = await run(process);
// Otherwise not process.exit(), which cuts off output that its reader has not taken yet. A reader that takes nothing
// must not hold up Ctrl-C, though.
if (process.exitCode > 128) process.exit();
