import ArgumentParser
import Wire

/// What `start` and a stand-alone `invoke` have in common.
struct EmulatorOptions: ParsableArguments {
    @OptionGroup var source: TemplateOptions

    @Option(help: "Where state is kept.")
    var dataDir: String = ".hearth"

    @Flag(help: "Keep all state in memory; nothing is left behind.")
    var ephemeral = false

    @Option(
        help: ArgumentHelp(
            "What serves the template's caches: 'embedded', or the address of a Redis that runs already.",
            discussion:
                "Without it, the redis-server or valkey-server that is installed; where there is none, the embedded one.",
            valueName: "embedded|url"
        )
    )
    var redis: CacheServer?

    func validate() throws {
        if dataDir.isEmpty { throw ValidationError("--data-dir must name a folder; --ephemeral keeps no state.") }
    }

    var account: AWSAccount { source.account }

    /// The template that was named, or the first of the usual ones that is there.
    func templatePath() throws(CommandError) -> String { try source.templatePath() }
}
