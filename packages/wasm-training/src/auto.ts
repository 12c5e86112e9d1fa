import { installWasmTraining } from './install-wasm-training.ts';

installWasmTraining();
