/// What Hearth and its functions need of other programs. Most can be done without: a warning says what does not work.
extension Machine {
    var libcurl: Check {
        guard loadsLibcurl else {
            return .problem(
                "libcurl",
                "libcurl.so.4 is missing: Swift functions cannot call services, nor hearth one that runs",
                remedy: "apt-get install libcurl4"
            )
        }
        return .ok("libcurl", "libcurl.so.4 is there")
    }

    var toolchain: Check {
        let remedy = "install 6.2 or newer from https://www.swift.org/install/linux/"
        guard let swift else {
            return .warning("swift", "missing: Swift functions cannot be built here", remedy: remedy)
        }
        guard let version = Self.version(in: swift) else {
            return .warning("swift", "there is one whose version cannot be told: \(swift)", remedy: remedy)
        }
        let text = version.map(String.init).joined(separator: ".")
        guard !version.lexicographicallyPrecedes([6, 2]) else {
            return .warning("swift", "\(text) is too old for Hearth's packages", remedy: remedy)
        }
        return .ok("swift", text)
    }

    var developmentPackages: Check {
        let name = "headers"
        guard missingPackages.isEmpty else {
            return .warning(
                name,
                "of what Hearth is built on are missing: Hearth and Swift functions cannot be built here",
                remedy: "apt-get install " + missingPackages.joined(separator: " ")
            )
        }
        return .ok(name, "of SQLite, libcurl and zlib are there")
    }

    var cacheServer: Check {
        guard let redis else {
            return .warning(
                "redis",
                "neither redis-server nor valkey-server: an embedded one serves the template's caches, in memory alone",
                remedy: "apt-get install redis-server"
            )
        }
        return .ok("redis", redis)
    }

    var pythonRuntime: Check {
        guard let python else {
            return .warning("python", "missing: Python functions do not run", remedy: "apt-get install python3")
        }
        guard hasAwslambdaric else {
            return .warning(
                "python",
                "\(python), without awslambdaric: functions with a python3 runtime do not run",
                remedy: "python3 -m pip install awslambdaric"
            )
        }
        return .ok("python", "\(python), with awslambdaric")
    }

    var nodeRuntime: Check {
        guard let node else {
            return .warning("node", "missing: functions for Node.js do not run", remedy: "apt-get install nodejs")
        }
        guard let major = Int(node.drop { !$0.isNumber }.prefix(while: \.isNumber)), major >= 18 else {
            return .warning(
                "node",
                "\(node) is too old: functions for Node.js need 18 or newer",
                remedy: "install a newer one from https://nodejs.org/"
            )
        }
        return .ok("node", node)
    }

    var translator: Check {
        let name = "samtranslator"
        guard hasSAMTranslator else {
            return .warning(
                name,
                "missing: templates can be deployed to AWS, but to no endpoint that does not translate them itself",
                remedy: "python3 -m pip install aws-sam-translator"
            )
        }
        return .ok(name, "is there")
    }

    var commandLineInterface: Check {
        guard let awsCLI else {
            return .warning("aws", "missing: nothing of Hearth needs it", remedy: "python3 -m pip install awscli")
        }
        return .ok("aws", awsCLI)
    }

    /// The numbers behind the word `version`: `[6, 3, 1]` of `Swift version 6.3.1 (swift-6.3.1-RELEASE)`.
    static func version(in text: String) -> [Int]? {
        let words = text.split(separator: " ").map(String.init)
        guard let index = words.firstIndex(of: "version"), index + 1 < words.count else { return nil }
        let numbers = words[index + 1].prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) }
        return numbers.isEmpty || numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }
}
