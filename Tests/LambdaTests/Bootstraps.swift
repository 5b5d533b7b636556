import FoundationEssentials

/// Functions for tests: shell scripts that speak the Runtime API with curl.
enum Bootstrap {
    /// The protocol in a few words: `next` sets `$id` and `$event`, `answer TEXT` sends the response.
    static let prelude = #"""
        #!/bin/bash
        base="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        next() {
            exec 3< <(curl -sS -D - "$base/invocation/next")
            id=""; while IFS= read -r line <&3; do
                line="${line%$'\r'}"; [ -z "$line" ] && break
                case "${line,,}" in lambda-runtime-aws-request-id:*) id="${line#*: }";; esac
            done
            event="$(cat <&3)"
        }
        post() { curl -sS -o reply.$$ -w '%{http_code} ' -X POST "$@"; cat reply.$$; rm -f reply.$$; }
        answer() { post "$base/invocation/$id/response" -d "$1" >/dev/null; }

        """#

    /// Writes a `bootstrap` with this body into a new folder and returns the folder.
    static func folder(_ body: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0..<UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write(body, to: folder)
        return folder
    }

    /// The Extensions API in a few words: `register EVENTS` sets `$extension`, `next_event` sets `$event`, and `note TEXT`
    /// adds a line to the file `notes` beside the code.
    static let extensionPrelude = #"""
        #!/bin/bash
        name="${0##*/}"
        api="http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension"
        note() { echo "$name $*" >> "$PWD/notes"; }
        register() {
            extension="$(curl -sS -D - -o registered.$name -H "Lambda-Extension-Name: $name" \
                -d "{\"events\":$1}" "$api/register" | tr -d '\r' |
                awk 'tolower($1) == "lambda-extension-identifier:" {print $2}')"
        }
        next_event() { event="$(curl -sS -H "Lambda-Extension-Identifier: $extension" "$api/event/next")"; }

        """#

    /// Puts an external extension with this body into a function's folder.
    static func addExtension(_ name: String, _ body: String, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder + "/extensions", withIntermediateDirectories: true)
        try write(extensionPrelude + body, to: folder, as: "extensions/\(name)")
    }

    static func write(_ body: String, to folder: String) throws {
        try write(prelude + body, to: folder, as: "bootstrap")
    }

    private static func write(_ text: String, to folder: String, as name: String) throws {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path + ".new"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path + ".new")
        _ = try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
    }
}
