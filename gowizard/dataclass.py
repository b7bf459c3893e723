"""`dataclasses.dataclass`, `field` and `replace` as far as gowizard needs them, and fifty times as fast to define.

Python's own decorator writes and compiles up to six methods for each class, half a millisecond. A start defines a
hundred classes and makes few instances: here all classes share their methods. `dataclasses.fields` and what stands
on it serve these classes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace

    def field_names(of: object) -> tuple[str, ...]:
        """The fields of a class or of one of its instances, in order; () where that is none of these."""
else:
    _NOTHING = object()

    def dataclass(cls=None, *, frozen=False, kw_only=False, eq=True):
        def decorate(cls):
            _define(cls, frozen, kw_only, eq)
            return cls

        return decorate if cls is None else decorate(cls)

    class field:
        def __init__(self, *, default=_NOTHING, default_factory=None):
            self.default, self.default_factory = default, default_factory

    def field_names(of):
        return tuple(of.__record__.names) if hasattr(of, "__record__") else ()

    def replace(record, /, **changes):
        if not hasattr(record, "__record__"):  # a library's
            import dataclasses

            return dataclasses.replace(record, **changes)
        own = record.__dict__
        return type(record)(**{**{name: own[name] for name in record.__record__.names}, **changes})

    class _Plan:
        """What is known of the fields of one class."""

        def __init__(self, bases):
            self.names, self.positional, self.defaults, self.factories = {}, [], {}, {}
            for base in bases:
                self.names.update(base.names)
                self.positional += base.positional
                self.defaults.update(base.defaults)
                self.factories.update(base.factories)

        def values(self, cls, given, named):
            """The value of every field. Raises TypeError as a call does."""
            if given:
                twice = [name for name, _value in zip(self.positional, given) if name in named]  # noqa: B905
                if twice or len(given) > len(self.positional):
                    raise TypeError(f"{cls.__qualname__}() got too many values, or one twice: {twice}")
                named = {**dict(zip(self.positional, given)), **named}  # noqa: B905
            values = {**self.defaults, **named}
            for name, make in self.factories.items():
                if name not in named:
                    values[name] = make()
            if values.keys() != self.names.keys():
                wrong = sorted(values.keys() ^ self.names.keys())
                raise TypeError(f"{cls.__qualname__}() lacks fields or got others: {wrong}")
            return values

    def _define(cls, frozen, kw_only, eq):
        plan = _Plan([base.__dict__["__record__"] for base in cls.__mro__[:0:-1] if "__record__" in base.__dict__])
        for name, kind in cls.__dict__.get("__annotations__", {}).items():  # noqa: RUF063 - that is what takes long
            if str(kind).startswith("ClassVar"):
                continue
            if not kw_only and name not in plan.names:
                plan.positional.append(name)
            plan.names[name] = kind
            default = cls.__dict__.get(name, _NOTHING)
            if isinstance(default, field):
                delattr(cls, name)
                if default.default_factory is not None:
                    plan.factories[name] = default.default_factory
                default = default.default
                if default is not _NOTHING:
                    setattr(cls, name, default)
            if default is not _NOTHING:
                plan.defaults[name] = default
        methods = {"__repr__": _repr, "__match_args__": tuple(plan.positional)}
        if eq:
            methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
        if frozen:
            methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
        for name, method in methods.items():
            if name not in cls.__dict__:
                setattr(cls, name, method)
        cls.__init__ = _init_and_more if hasattr(cls, "__post_init__") else _init
        cls.__record__ = plan
        cls.__dataclass_fields__ = _Fields()

    def _init(self, *given, **named):
        # Not by setattr, which refuses.
        self.__dict__.update(self.__record__.values(type(self), given, named))

    def _init_and_more(self, *given, **named):
        _init(self, *given, **named)
        self.__post_init__()

    def _values(self):
        own = self.__dict__
        return tuple([own[name] for name in self.__record__.names])

    def _eq(self, other):
        return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _repr(self):
        pairs = zip(self.__record__.names, _values(self), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    def _refuse(self, name, _value=None):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    class _Fields:
        """Where `dataclasses` looks for the fields of a class: told by a class of its own that has the same."""

        def __get__(self, _record, cls):
            import dataclasses

            plan = cls.__record__
            found = []
            for name, kind in plan.names.items():
                defaults = {"default": plan.defaults[name]} if name in plan.defaults else {}
                if name in plan.factories:
                    defaults["default_factory"] = plan.factories[name]
                found.append((name, kind, dataclasses.field(**defaults)))
            fields = dataclasses.make_dataclass(cls.__name__, found, kw_only=True).__dataclass_fields__
            cls.__dataclass_fields__ = fields
            return fields


__all__ = ["dataclass", "field", "field_names", "replace"]
