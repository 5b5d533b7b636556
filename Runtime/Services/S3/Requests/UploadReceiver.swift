import ServiceKit
import Wire

/// Takes the body of an upload as it comes: small ones are gathered here, large ones go to a file meanwhile.
final class UploadReceiver {
    private let action: any UploadAction
    private let service: S3
    private let demand: @Sendable (Bool) -> Void
    private var gathered: [UInt8] = []
    private var writer: BodyWriter?
    private var failure: AWSError?

    init(_ action: any UploadAction, _ service: S3, demand: @escaping @Sendable (Bool) -> Void) {
        self.action = action
        self.service = service
        self.demand = demand
    }

    func receive(_ piece: [UInt8]) {
        if failure != nil { return }
        if let writer { return writer.write(piece) }
        gathered += piece
        guard gathered.count > StoredBody.inlineLimit else { return }
        do throws(AWSError) {
            let writer = BodyWriter(try Intake(action.call.request.headers), service.bodies, demand: demand)
            writer.write(gathered)
            self.writer = writer
        } catch {
            failure = error
        }
        gathered = []
    }

    func end(_ trailers: HTTPHeaders, _ answer: @escaping Action.Answer) {
        if let failure { return answer(.failure(failure)) }
        if let writer {
            return writer.finish(trailers: trailers) { [action, service] result in
                switch result {
                case .success(let stored): action.run(service, stored.body, stored.found, answer)
                case .failure(let error): answer(.failure(error))
                }
            }
        }
        do throws(AWSError) {
            var intake = try Intake(action.call.request.headers)
            let bytes = try intake.take(gathered)
            let found = try intake.finish(trailers: trailers)
            action.run(service, StoredBody(bytes: bytes), found, answer)
        } catch {
            answer(.failure(error))
        }
    }

    func cutOff() { writer?.discard() }
}

/// Lets the listener hand the body over.
final class StreamedUpload: HTTPBodyReceiver {
    private let receiver: Result<UploadReceiver, AWSError>
    private let call: Call
    private let service: S3

    init(
        _ call: Call,
        _ service: S3,
        demand: @escaping @Sendable (Bool) -> Void,
        _ action: () throws(AWSError) -> any UploadAction
    ) {
        self.call = call
        self.service = service
        do throws(AWSError) {
            receiver = .success(UploadReceiver(try action(), service, demand: demand))
        } catch {
            receiver = .failure(error)
        }
    }

    func receive(_ piece: [UInt8]) {
        if case .success(let receiver) = receiver { receiver.receive(piece) }
    }

    func end(trailers: HTTPHeaders, respond: @escaping HTTPResponder) {
        let answer = service.answer(call, respond)
        switch receiver {
        case .success(let receiver): receiver.end(trailers, answer)
        case .failure(let error): answer(.failure(error))
        }
    }

    func cutOff() {
        if case .success(let receiver) = receiver { receiver.cutOff() }
    }
}
