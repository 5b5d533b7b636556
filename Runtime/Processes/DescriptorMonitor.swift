import CProcess
import Synchronization

/// A thread that tells when descriptors can be read, one after another.
///
/// Dispatch has read sources for this. On Linux they bring down a program in which many of them come and go, now and then:
/// https://github.com/swiftlang/swift-corelibs-libdispatch/issues/949
package final class DescriptorMonitor: Sendable {
    private struct State {
        var watches: [UInt64: (Watch, @Sendable (Watch) -> Void)] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let descriptor = hearth_monitor_open()

    /// Its thread lives as long as the program.
    package init() {
        precondition(descriptor >= 0, "no descriptor is left: errno \(-descriptor)")
        DetachedThread.start { [self] in run() }
    }

    /// Calls `onReadable` on the monitor's thread for as long as there is something to read from `descriptor`, its end
    /// included, until the watch is cancelled. The first call may come before this returns.
    @discardableResult package func watch(
        _ descriptor: Int32,
        onReadable: @escaping @Sendable (Watch) -> Void
    ) throws(ProcessError) -> Watch {
        let watch = state.withLock { state in
            state.lastID += 1
            let watch = Watch(descriptor: descriptor, id: state.lastID, monitor: self)
            state.watches[watch.id] = (watch, onReadable)
            return watch
        }
        let failure = hearth_monitor_add(self.descriptor, descriptor, watch.id)
        if failure < 0 {
            watch.forget()
            throw ProcessError("watch a descriptor", errno: -failure)
        }
        return watch
    }

    /// A descriptor that is watched.
    package struct Watch: Sendable {
        fileprivate let descriptor: Int32
        fileprivate let id: UInt64
        fileprivate let monitor: DescriptorMonitor

        /// Ends the watch; to be called once, before the descriptor is closed. A call that is under way may still go on.
        package func cancel() {
            hearth_monitor_remove(monitor.descriptor, descriptor)
            forget()
        }

        fileprivate func forget() { monitor.state.withLock { $0.watches[id] = nil } }
    }

    private func run() -> Never {
        var ids = [UInt64](repeating: 0, count: 64)
        while true {
            let count = hearth_monitor_wait(descriptor, &ids, Int32(ids.count))
            for id in ids.prefix(Int(count)) {
                // Gone where an earlier one has ended the watch.
                guard let (watch, onReadable) = state.withLock({ $0.watches[id] }) else { continue }
                onReadable(watch)
            }
        }
    }
}
