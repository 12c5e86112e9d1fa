/** Something was asked for that cannot be: the command ends with exit code 2. */
export class UsageError extends RangeError {
  override name = 'UsageError';
}
