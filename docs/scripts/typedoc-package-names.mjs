// A TypeDoc plugin: modules are called what people import, '@gradus/samplers/device', not where they lie, and
// an argument that is taken apart in its place is called options.
import { readFileSync } from 'node:fs';
import { Converter, ReflectionKind } from 'typedoc';

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
      const [, folder, entry] = /^([^/]+)\/src(?:\/(.*))?$/.exec(module.name) ?? [];
      if (folder === undefined) throw new Error(`unexpected module ${module.name}`);
      const manifest = new URL(`../../packages/${folder}/package.json`, import.meta.url);
      const { name } = JSON.parse(readFileSync(manifest, 'utf8'));
      module.name = entry === undefined || entry === 'index' ? name : `${name}/${entry}`;
    }
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === '__namedParameters') parameter.name = 'options';
    }
  });
}
