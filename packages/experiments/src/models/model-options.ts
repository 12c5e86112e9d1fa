/** What a net is built from. */
export interface ModelOptions {
  /** Of one sample: [height, width, channels] for images. */
  inputShape: number[];
  classes: number;
  /** Draws the seeds of initial weights and, in nets that have it, the dropout masks. */
  random: () => number;
}
