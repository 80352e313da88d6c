from kit.web import Section

SECTIONS = (
    Section("gallery.list", "/lgsp-gateway/members", "building-2"),
    Section("gallery.components", "/lgsp-gateway/components", "layers"),
    Section("gallery.form", "/lgsp-gateway/form", "pencil"),
    Section("gallery.hidden", "/lgsp-gateway/hidden", "lock", scope="nobody:has"),
)
