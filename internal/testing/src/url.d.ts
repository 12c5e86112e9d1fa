declare module '*?url' {
  const url: string;
  // biome-ignore lint/style/noDefaultExport: Vite's own form
  export default url;
}
