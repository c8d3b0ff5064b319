using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    # Loopback, where the emulator is, is a private network.
    (name = "internet", network = (allow = ["private"])),
  ],
);

const worker :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [(name = "worker.mjs", esModule = embed "bundles/worker.js")],
  # The test writes what they stand for.
  bindings = [(name = "url", json = embed "bundles/url.json"), (name = "tokens", json = embed "bundles/tokens.json")],
);
