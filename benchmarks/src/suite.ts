import type { Backend } from './backends.ts';
import type { Goal } from './goal.ts';

/** A question, and what answers it. One file in `suites/` exports one, as `suite`. */
export interface Suite {
  /** The file's name. */
  name: string;
  /** What its rows tell, one sentence. */
  question: string;
  /**
   * Whether it also runs in a page of a browser, or why not. Its file then imports nothing of Node's but `peer.ts`,
   * whose peers are absent in a page. Left out: it times the processor alone, which Node shows as well.
   */
  page?: true | string;
  run(context: Context): Promise<Row[]>;
}

/** What a suite is given. */
export interface Context {
  /** The backends that were asked for and are here. */
  backends: Backend[];
  /** A row for each backend that was asked for and is not here: a suite that runs on backends returns them too. */
  absentBackends: Row[];
  /** Larger settings and more rounds. */
  full: boolean;
  /** Times the arms of one comparison in turns, so that the machine's moods fall on all of them alike. */
  measure(subject: string, arms: Arm[]): Promise<Row[]>;
  /** Tells whether a goal is reached: it stands below the tables. */
  judge(goal: Goal): void;
}

/** One way to do what is compared. */
export type Arm = TimedArm | PeerArm;

/** An arm that runs in this process. */
export interface TimedArm {
  name: string;
  /** Before each of its turns: switches the backend, installs what the arm is about. */
  enter?: (() => void | Promise<void>) | undefined;
  /** What is timed; waited for where it is a promise. On a GPU it ends with the result read back. */
  run(): unknown;
  /**
   * The same without the read-back: returns when the work is handed over, and disposes of what it made. Timed apart,
   * on GPUs alone: elsewhere the work is done by then.
   */
  launch?: (() => unknown) | undefined;
  /** Looks at the result of the first call, once, and throws if it is wrong. NaN is always wrong. */
  check(result: unknown): void | Promise<void>;
  /** After each of its turns. */
  leave?: (() => void | Promise<void>) | undefined;
  /** How many operations one run makes: times are per operation. 1 if left out. */
  operations?: number | undefined;
  /** The backend that it runs on. */
  backend?: string | undefined;
  /** Code that is not ours: `bench compare` holds the other arms of the subject against it. */
  peer?: boolean | undefined;
}

/** An arm that times itself in a process of its own: see `peer.ts`. */
export interface PeerArm {
  name: string;
  /** One turn of about `timeMs`; the times in ms per operation, or why there are none. */
  turn(
    timeMs: number,
  ): Promise<{ samples: number[]; about?: string | undefined } | { absent: string }>;
}

/** A line of the result. */
export type Row = Measured | Absent;

/** Times are in milliseconds per operation. */
export interface Measured {
  subject: string;
  arm: string;
  backend?: string | undefined;
  median: number;
  p25: number;
  p75: number;
  min: number;
  samples: number;
  /** The median of each round, in order: `bench compare` goes by them, as times within a round hang together. */
  rounds?: number[] | undefined;
  /** The first call of all, with what is compiled or allocated then. */
  cold?: number | undefined;
  /** On a GPU, the median until the work was handed over, without the read-back. */
  launch?: number | undefined;
  /** Not ours. */
  peer?: boolean | undefined;
  /** A peer's version, or a remark on the figures. */
  about?: string | undefined;
}

export interface Absent {
  subject: string;
  arm: string;
  backend?: string | undefined;
  /** Why there is no figure. */
  absent: string;
}
