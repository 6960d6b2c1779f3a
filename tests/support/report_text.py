"""Reports of RFC 8460 section 4.4 as Python values, and what a right reader must count in them."""
import datetime
import json


def failure(result_type, count, **members):
    """One entry of failure-details; underscores in member names become hyphens."""
    return {"result-type": result_type, **{name.replace("_", "-"): value for name, value in members.items()}, "failed-session-count": count}


def policy(kind, domain, successful, failed, *, strings=None, mx_host=None, failures=None):
    inner = {"policy-type": kind}
    if strings is not None:
        inner["policy-string"] = strings
    if domain is not None:
        inner["policy-domain"] = domain
    if mx_host is not None:
        inner["mx-host"] = mx_host
    result = {"policy": inner, "summary": {"total-successful-session-count": successful, "total-failure-session-count": failed}}
    if failures is not None:
        result["failure-details"] = failures
    return result


def sts_strings(domain, mode="enforce"):
    return ["version: STSv1", f"mode: {mode}", f"mx: mx1.{domain}", f"mx: *.{domain}", "max_age: 604800"]


def report(organization, contact, report_id, day, policies, *, start="T00:00:00Z", end="T23:59:59Z", midnight_end=False):
    """start, end: the text behind the date. midnight_end: the range ends with the next day's first second."""
    last = day + datetime.timedelta(days=1) if midnight_end else day
    end = "T00:00:00Z" if midnight_end else end
    return {"organization-name": organization, "date-range": {"start-datetime": f"{day}{start}", "end-datetime": f"{last}{end}"},
            "contact-info": contact, "report-id": report_id, "policies": policies}


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


def counts(report, domain):
    """(sessions, failures, sessions_at_most) of one policy domain: a session told under sts and again under tlsa counts once.

    A policy without a domain is of the domain that the others name, if they name only one."""
    by_type = {}
    names = [(entry["policy"].get("policy-domain") or "").lower().rstrip(".") for entry in report["policies"]]
    named = set(names) - {""}
    for name, entry in zip(names, report["policies"]):
        if (name or (next(iter(named)) if len(named) == 1 else "")) != domain:
            continue
        summary = entry.get("summary", {})
        good = int(summary.get("total-successful-session-count") or 0)
        bad = int(summary.get("total-failure-session-count") or 0)
        sums = by_type.setdefault(entry["policy"].get("policy-type"), [0, 0])
        sums[0] += good + bad
        sums[1] += bad
    alone = by_type.pop("no-policy-found", [0, 0])
    return (alone[0] + max((s for s, _ in by_type.values()), default=0),
            alone[1] + max((f for _, f in by_type.values()), default=0),
            alone[0] + sum(s for s, _ in by_type.values()))
