import type { UserConfig } from "tsdown";

interface PackageSource {
  readonly entry: string[];
  readonly platform: "neutral" | "node";
  /** A source; what several entries need goes into one file of its name. */
  readonly sharedBy?: string;
  /** Dependencies of which a part is copied in: the notice that their licence asks for. */
  readonly copied?: readonly { readonly name: RegExp; readonly notice: string }[];
}

/**
 * How a package is built: a file for each entry, since most of the time an import takes goes into finding and opening
 * files, and declarations a file a source. Nothing is minified, and comments stay.
 */
export function packageBuild({
  entry,
  platform,
  sharedBy,
  copied = [],
}: PackageSource): UserConfig[] {
  const source = { entry, platform, target: "es2022" } as const;
  const groups = sharedBy === undefined ? [] : [{ name: sharedBy, minShareCount: 2 }];
  const declarations = ([".d.mts", ".d.cts"] as const).map((extension): UserConfig => {
    const dts = { emitDtsOnly: true };
    const outExtensions = () => ({ dts: extension });
    return { ...source, format: "esm", clean: false, dts, unbundle: true, outExtensions };
  });
  return [
    {
      ...source,
      format: ["esm", "cjs"],
      fixedExtension: true,
      dts: false,
      deps: { alwaysBundle: copied.map(({ name }) => name) },
      outputOptions: (options, format) => ({
        ...options,
        codeSplitting: { groups },
        minifyInternalExports: false,
        banner: ({ moduleIds }) =>
          copied
            .filter(({ name }) => moduleIds.some((id) => name.test(id)))
            .map(({ notice }) => notice)
            .join("\n"),
        // Under the name of a source, as every other file.
        chunkFileNames: format === "es" ? "[name].mjs" : "[name].cjs",
      }),
    },
    ...declarations,
  ];
}
