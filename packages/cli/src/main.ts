#!/usr/bin/env node
import process from "node:process";
import { run } from "./run.ts";

// Not process.exit(), which would cut off output that its reader has not taken yet.
process.exitCode = await run(process);
