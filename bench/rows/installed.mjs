import { measureInstalled } from "../set-up/measure-installed.mjs";

export const rows = [
  {
    id: "installed",
    title: "installed in an empty folder",
    packagesOnly: true,
    rounds: 1,
    scenes: {},
    values: {
      packages: { title: "packages", unit: "", goals: { 20: 1, 24: 1 } },
      contentMiB: { title: "content", unit: "MiB", goals: { 20: 0.4, 24: 0.4 } },
      diskMiB: { title: "on disk", unit: "MiB", goals: {} },
    },
    measureOutside: ({ packages }) => measureInstalled(packages),
  },
];
