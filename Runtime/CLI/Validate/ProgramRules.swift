import FoundationEssentials
import Template

/// What a function's code folder must hold for its runtime.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
enum ProgramRules {
    /// Endings of the files that hold a handler, by the runtime's name without its version.
    private static let endings = [("python", ["py"]), ("nodejs", ["mjs", "js", "cjs"]), ("ruby", ["rb"])]

    /// What is missing of a function's program, if anything is. A warning: it may yet be built.
    static func problem(_ function: Application.Function, folder: String) -> Diagnostic? {
        lack(function, folder).map { lack, remedy in
            Diagnostic(.warning, function.path, "\(function.name) has no program: \(lack)", remedy: remedy)
        }
    }

    /// That a layer's folder is missing, if it is.
    static func problem(_ layer: Application.Layer, folder: String) -> Diagnostic? {
        var isFolder = false
        let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
        if isThere && isFolder { return nil }
        return Diagnostic(
            .warning,
            layer.path,
            "the layer \(layer.name) holds nothing: \(isThere ? "\(folder) is no folder" : "there is no folder \(folder)")",
            remedy: "put what functions find below /opt on AWS into a folder that ContentUri names"
        )
    }

    private static func lack(_ function: Application.Function, _ folder: String) -> (String, remedy: String)? {
        if function.inlineCode != nil { return nil }
        let bootstrap = "\(folder)/bootstrap"
        if FileManager.default.isExecutableFile(atPath: bootstrap) { return nil }
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            return ("there is no folder \(folder)", "build it, or mend CodeUri")
        }
        guard isFolder else { return ("\(folder) is no folder", "let CodeUri name the folder that the file is in") }
        if FileManager.default.fileExists(atPath: bootstrap) {
            return ("\(bootstrap) is not executable", "chmod +x \(bootstrap)")
        }
        let endings = endings.first { function.runtime.hasPrefix($0.0) }?.1 ?? []
        guard !endings.isEmpty else {
            return ("there is no executable \(bootstrap)", "the runtime's program must be there under that name")
        }
        // `folder/module.function`: the module of Node.js is what stands before the first dot of the file's name.
        let isNode = function.runtime.hasPrefix("nodejs")
        let name = function.handler.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = isNode ? name.firstIndex(of: ".") : name.lastIndex(of: ".") else {
            return ("its handler \(function.handler) names no function", "a handler is written like app.handler")
        }
        // Python's modules have dots where their folders have slashes.
        let isPython = function.runtime.hasPrefix("python")
        let module = String(isPython ? function.handler[..<dot].replacing(".", with: "/") : function.handler[..<dot])
        let files = endings.map { "\(folder)/\(module).\($0)" }
        if files.contains(where: FileManager.default.fileExists(atPath:)) { return nil }
        let typed = "\(folder)/\(module).ts"
        if isNode, FileManager.default.fileExists(atPath: typed) {
            return (
                "\(typed) must be compiled first",
                "run 'sam build', then 'hearth start --template .aws-sam/build/template.yaml'"
            )
        }
        return ("there is no \(files.joined(separator: " or "))", "mend Handler or CodeUri")
    }
}
