/// What is known of a machine: plain facts, from which `checks` draws its conclusions.
package struct Machine: Sendable, Hashable {
    /// A port that Hearth wants to listen on.
    package struct Port: Sendable, Hashable {
        package enum State: Sendable, Hashable {
            case free
            /// By the Hearth whose state directory this is.
            case heldByThisHearth
            /// By another program, such as `redis-server (process 4711)`.
            case held(by: String)
            /// Such as a port below 1024.
            case refused(reason: String)
        }

        /// What it is for.
        package var purpose: String
        /// The option of `hearth start` that chooses another one.
        package var option: String
        package var number: Int
        package var state: State

        package init(purpose: String, option: String, number: Int, state: State) {
            self.purpose = purpose
            self.option = option
            self.number = number
            self.state = state
        }
    }

    /// Where Hearth keeps its state.
    package struct StateFolder: Sendable, Hashable {
        package var path: String
        package var isWritable: Bool
        /// The process of the Hearth that runs on it.
        package var runningProcess: Int?

        package init(path: String, isWritable: Bool, runningProcess: Int?) {
            self.path = path
            self.isWritable = isWritable
            self.runningProcess = runningProcess
        }
    }

    // MARK: The system

    package var system = "Linux"
    package var release = ""
    /// As `uname -m` has it.
    package var architecture = "x86_64"
    package var availableMemoryBytes: Int?
    package var freeDiskBytes: Int?
    /// The hard limit, to which Hearth raises its own; `nil`: there is none.
    package var openFilesLimit: Int?
    /// The lower of the user's and the control group's; `nil`: there is none.
    package var processesLimit: Int?
    package var readsProcesses = true
    package var secondsSinceEpoch = 0
    /// Whether something keeps the clock right; `nil` where that cannot be told.
    package var clockIsSynchronized: Bool?

    // MARK: Programs and libraries; `nil` where they are missing

    /// The first line of `swift --version`.
    package var swift: String?
    package var loadsLibcurl = true
    /// Debian's names of the development packages whose headers are missing.
    package var missingPackages: [String] = []
    package var redis: String?
    package var python: String?
    package var hasAwslambdaric = false
    /// What `node --version` prints.
    package var node: String?
    package var hasSAMTranslator = false
    package var awsCLI: String?

    // MARK: What `hearth start` takes

    package var ports: [Port] = []
    package var state = StateFolder(path: ".hearth", isWritable: true, runningProcess: nil)

    package init() {}
}
