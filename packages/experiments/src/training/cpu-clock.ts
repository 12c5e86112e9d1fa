/** Adds up the CPU and wall time of the stretches between `start` and `stop`, in ms. */
export class CpuClock {
  cpuMs = 0;
  wallMs = 0;
  #cpu = process.cpuUsage();
  #wall = performance.now();

  start(): void {
    this.#cpu = process.cpuUsage();
    this.#wall = performance.now();
  }

  stop(): void {
    const { user, system } = process.cpuUsage(this.#cpu);
    this.cpuMs += (user + system) / 1000;
    this.wallMs += performance.now() - this.#wall;
  }
}
