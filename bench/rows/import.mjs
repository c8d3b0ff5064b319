import { residentMiB } from "../client/measure.mjs";

export const rows = [
  {
    id: "import",
    title: "import of the package, over Node alone",
    packagesOnly: true,
    often: 3,
    scenes: {},
    values: {
      wallMs: { title: "wall", unit: "ms", goals: { 20: 12, 24: 12 } },
      growthMiB: { title: "memory", unit: "MiB", goals: { 20: 3, 24: 3 } },
    },
    async measure(contender) {
      // Node loads its clock at the first use, which is no package's memory.
      performance.now();
      const memoryBefore = residentMiB();
      const begun = performance.now();
      await contender.importPackage();
      return { wallMs: performance.now() - begun, growthMiB: residentMiB() - memoryBefore };
    },
  },
];
