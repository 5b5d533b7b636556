// A DynamoDB under load, to be killed at any moment.
//
//     StoreUnderLoad FILE STEPS
//
// STEPS are how many steps each client was told to have taken, separated by commas. First it looks whether all of them
// are there and prints `found STEPS`, or what is wrong; then it goes on with the plan, and prints a client's number once
// the step that it took is acknowledged.
import Dispatch
import Wire

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One write, so that a line is there or not.
@Sendable func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = line.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

@Sendable func goOn(_ plan: Plan, from number: Int, _ store: Store, _ queue: DispatchQueue) {
    let (action, body) = plan.request(number)
    store.send(action, body, endOfTurnOn: queue) { response in
        guard response.status == 200 else {
            say("damaged: \(action) gets \(response.status) \(String(decoding: response.body, as: UTF8.self))")
            exit(1)
        }
        say("\(plan.client)")
        queue.async { goOn(plan, from: number + 1, store, queue) }
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else { fatalError("StoreUnderLoad FILE STEPS") }
do {
    let store = try Store(path: arguments[1])
    let steps = try store.steps(acknowledged: arguments[2].split(separator: ",").compactMap { Int($0) })
    say("found \(steps.map(String.init).joined(separator: ","))")
    let queue = DispatchQueue(label: "clients")
    for (client, number) in steps.enumerated() {
        queue.async { goOn(Plan(client: client), from: number, store, queue) }
    }
    while true { pause() }
} catch {
    say("damaged: \(error)")
    exit(1)
}
