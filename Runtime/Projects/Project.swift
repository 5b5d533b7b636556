/// A new project: the files that it begins with.
package struct Project: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        /// Relative to the project's folder.
        package var path: String
        package var text: String
        package var isExecutable = false

        init(_ path: String, isExecutable: Bool = false, _ text: String) {
            self.path = path
            self.text = text.hasSuffix("\n") ? text : text + "\n"
            self.isExecutable = isExecutable
        }
    }

    package enum Language: String, Sendable, CaseIterable {
        case swift
        case cPlusPlus = "c++"
        case python
        case nodejs
    }

    /// Where a Swift project gets Hearth's libraries from.
    package enum Hearth: Sendable, Hashable {
        /// The folder of its repository.
        case path(String)
        /// Its branch `main`.
        case url(String)
    }

    package enum Architecture: String, Sendable, CaseIterable { case x86_64, arm64 }

    package var files: [File]
    /// What to do next, from within the folder.
    package var commands: [String]

    /// `interpreterVersion` is the machine's, such as `3.12` of Python and `22` of Node.js; `hearth` matters to Swift projects alone.
    package init(
        _ name: ProjectName,
        _ language: Language,
        hearth: Hearth,
        architecture: Architecture,
        interpreterVersion: String
    ) {
        switch language {
        case .swift: self = SwiftProject(name: name, hearth: hearth, architecture: architecture).project
        case .cPlusPlus: self = CPlusPlusProject(name: name, architecture: architecture).project
        case .python: self = PythonProject(name: name, architecture: architecture, version: interpreterVersion).project
        case .nodejs: self = NodeProject(name: name, architecture: architecture, version: interpreterVersion).project
        }
    }

    init(files: [File]) {
        self.files = files
        commands = ["make test", "make invoke", "make start"]
    }
}
