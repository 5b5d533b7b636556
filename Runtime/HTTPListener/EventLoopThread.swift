import NIOCore
import NIOPosix
import Time

/// The one event loop on which listeners, Runtime API and dispatch meet. What runs on it must not block.
package final class EventLoopThread: Sendable {
    private let group: MultiThreadedEventLoopGroup
    let eventLoop: any EventLoop

    package init() {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        eventLoop = group.next()
    }

    /// Runs `work` on the loop: at once when called from it, otherwise soon.
    package func execute(_ work: @escaping @Sendable () -> Void) {
        if eventLoop.inEventLoop { work() } else { eventLoop.execute(work) }
    }

    /// Runs `work` on the loop once `delay` has passed, by the machine's clock and without another thread. To be called on
    /// the loop.
    package func schedule(after delay: Duration, _ work: @escaping () -> Void) -> ScheduledAction {
        let task = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay), work)
        return ScheduledAction { task.cancel() }
    }

    /// Closes what is open and ends the thread.
    package func shutdown() async {
        try? await group.shutdownGracefully()
    }
}

/// A value that only the event loop touches. Reading it elsewhere is a programming error and stops the program.
package struct LoopBound<Value>: @unchecked Sendable {
    private let loop: any EventLoop
    private let stored: Value

    package init(_ value: Value, on loop: EventLoopThread) {
        self.loop = loop.eventLoop
        self.stored = value
    }

    package var value: Value {
        loop.preconditionInEventLoop()
        return stored
    }
}
