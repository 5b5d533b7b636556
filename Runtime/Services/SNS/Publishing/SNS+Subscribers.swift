import JSON
import ServiceKit
import Synchronization
import Wire

/// The subscribers of each topic in the order of their age, made ready for messages.
extension SNS {
    func compileSubscribers() {
        let documents = documents.current
        var subscribers: [ARN: [Subscriber]] = [:]
        for region in documents.regions(of: Kind.subscription) {
            let call = RegionalCall(JSON.Object(), region: region, context)
            for (key, document) in documents.all(call.shelf(Kind.subscription)).sortedByAge
            where document["Pending"] != true {
                let topic = Self.topic(ofSubscription: key)
                subscribers[call.arn(topic), default: []].append(
                    Subscriber(call.arn(key), document, topic: documents[call.shelf(Kind.topic), topic])
                )
            }
        }
        self.subscribers.withLock { $0 = subscribers }
    }

    /// Only those that are concerned: topics may have thousands of others.
    func compileSubscribers(after changes: Set<Documents.Key>) {
        let documents = documents.current
        for change in changes {
            let call = RegionalCall(JSON.Object(), region: change.shelf.region, context)
            switch change.shelf.kind {
            case Kind.subscription: compile(change.name, documents, call)
            case Kind.topic:
                let topic = documents[change.shelf, change.name]
                let compiled = documents.subscriptions(of: change.name, call)
                    .filter { $0.document["Pending"] != true }
                    .map { Subscriber(call.arn($0.name), $0.document, topic: topic) }
                subscribers.withLock { $0[call.arn(change.name)] = compiled }
            default: break
            }
        }
    }

    private func compile(_ key: String, _ documents: Documents, _ call: RegionalCall) {
        let topic = Self.topic(ofSubscription: key)
        let document = documents[call.shelf(Kind.subscription), key].flatMap { $0["Pending"] == true ? nil : $0 }
        let compiled = document.map {
            Subscriber(call.arn(key), $0, topic: documents[call.shelf(Kind.topic), topic])
        }
        subscribers.withLock { subscribers in
            var all = subscribers.removeValue(forKey: call.arn(topic)) ?? []
            let index = all.firstIndex { $0.arn.resource == key }
            switch (index, compiled) {
            case (let index?, let compiled?): all[index] = compiled
            case (let index?, nil): all.remove(at: index)
            case (nil, let compiled?): all.append(compiled)
            case (nil, nil): break
            }
            subscribers[call.arn(topic)] = all
        }
    }

    static func topic(ofSubscription key: String) -> String { String(key.prefix { $0 != ":" }) }
}
