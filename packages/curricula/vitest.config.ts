import { onBackends } from '../../vitest.shared.ts';

export default onBackends('cpu');
