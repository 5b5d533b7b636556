import Dispatch
import Synchronization

/// A result that one thread waits for and another one gives.
final class Answer<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func give(_ result: Result<Value, any Error>) {
        self.result.withLock { $0 = result }
        semaphore.signal()
    }

    func wait() -> Result<Value, any Error> {
        semaphore.wait()
        return result.withLock { $0 } ?? .failure(StorageError.closed)
    }
}
