"""Response headers of HTML pages. Scripts and styles come from the server itself, never from the page's text."""


def page_headers(
    *,
    images: str = "'self' data:",
    requests: str = "'self'",
    forms: str = "'self'",
    frames: str = "'none'",
    framed: str = "'none'",
    caching: str = "no-store",
    referrer: str = "same-origin",
) -> dict[str, str]:
    """The headers of a page. `images`, `requests`, `forms` and `frames` are sources as a content policy names them:
    from where images come, where scripts send requests, where forms lead, who may frame the page, what it may frame.
    """
    return {
        "Content-Security-Policy": f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; "
        f"connect-src {requests}; frame-src {framed}; form-action {forms}; base-uri 'none'; frame-ancestors {frames}",
        "Cache-Control": caching,
        "Referrer-Policy": referrer,
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    }
