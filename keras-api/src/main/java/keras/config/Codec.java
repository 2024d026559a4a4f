package keras.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One argument's value: from the field to JSON, and back by the field's type. */
final class Codec {
  /** What Keras takes where no function is given. */
  private static final String NO_FUNCTION = "linear";

  private final String who;
  private final String key;
  private final Class<?> type;
  private final @Nullable Type generic;
  private final CustomObjects custom;
  private final @Nullable Object layer;

  /**
   * Makes a codec.
   *
   * @param layer the name of the object with the argument, if it has one
   */
  Codec(String who, ArgumentField slot, CustomObjects custom, @Nullable Object layer) {
    this(who, slot.key(), slot.field().getType(), slot.field().getGenericType(), custom, layer);
  }

  /** Makes a codec for a value that is no argument's. */
  Codec(String who, String key, Class<?> type, CustomObjects custom, @Nullable Object layer) {
    this(who, key, type, null, custom, layer);
  }

  private Codec(
      String who,
      String key,
      Class<?> type,
      @Nullable Type generic,
      CustomObjects custom,
      @Nullable Object layer) {
    this.who = who;
    this.key = key;
    this.type = type;
    this.generic = generic;
    this.custom = custom;
    this.layer = layer;
  }

  static @Nullable Object encode(@Nullable Object v) {
    if (v instanceof KerasObject o) {
      return Configs.serialize(o);
    } else if (v instanceof Identified a) {
      return a.description();
    } else if (v instanceof Enum<?> e) {
      return e.name().toLowerCase(Locale.ROOT);
    } else if (v instanceof int[] a) {
      return Arrays.stream(a).boxed().toList();
    } else if (v instanceof long[] a) {
      return Arrays.stream(a).boxed().toList();
    } else if (v instanceof double[] a) {
      return Arrays.stream(a).boxed().toList();
    } else if (v instanceof List<?> l) {
      List<@Nullable Object> out = new ArrayList<>();
      l.forEach(x -> out.add(encode(x)));
      return out;
    } else if (v instanceof Map<?, ?> m) {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, x) -> out.put(String.valueOf(k), encode(x)));
      return out;
    }
    return v;
  }

  @Nullable Object decode(@Nullable Object json) {
    return decode(untuple(json), type);
  }

  private @Nullable Object decode(@Nullable Object json, Class<?> t) {
    if (json == null) {
      if (t.isPrimitive()) {
        throw mismatch(null);
      }
      return Identified.class.isAssignableFrom(t) ? byId(t, NO_FUNCTION, NO_FUNCTION) : null;
    }
    if (t == Object.class) {
      return json;
    }
    if (json instanceof Number n) {
      return number(n, t);
    }
    if (json instanceof Boolean && (t == boolean.class || t == Boolean.class)) {
      return json;
    }
    if (json instanceof String s) {
      return string(s, t);
    }
    if (json instanceof List<?> l) {
      return list(l, t);
    }
    if (json instanceof Map<?, ?> m) {
      return map(m, t);
    }
    throw mismatch(json);
  }

  private Object number(Number n, Class<?> t) {
    boolean whole = n.doubleValue() == Math.rint(n.doubleValue());
    if ((t == int.class || t == Integer.class) && n.doubleValue() == n.intValue()) {
      return n.intValue();
    } else if ((t == long.class || t == Long.class) && whole && fitsLong(n)) {
      return n.longValue();
    } else if (t == double.class || t == Double.class) {
      return n.doubleValue();
    } else if (t == Number.class) {
      return n;
    } else if ((t == boolean.class || t == Boolean.class) && (isIt(n, 0) || isIt(n, 1))) {
      return isIt(n, 1); // Python takes 0 and 1 for False and True
    }
    if (KerasObject.class.isAssignableFrom(t) || Identified.class.isAssignableFrom(t)) {
      throw mismatch(n);
    }
    throw mismatch(n);
  }

  private Object string(String s, Class<?> t) {
    if (t == String.class) {
      return s;
    }
    if (t.isEnum() && !Identified.class.isAssignableFrom(t)) {
      for (Object constant : t.getEnumConstants()) {
        if (((Enum<?>) constant).name().equalsIgnoreCase(s)) {
          return constant;
        }
      }
      throw mismatch(s);
    }
    var own = custom.function(s).filter(t::isInstance);
    return own.isPresent() ? own.get() : byId(t, s, s);
  }

  /** Finds what the caller gave, under the layer's name, for a function that nobody here has. */
  private Optional<Object> replacement(Object json, Class<?> t) {
    return Identified.class.isAssignableFrom(t)
        ? custom.replacement(layer).map(r -> (Object) r.function(json)).filter(t::isInstance)
        : Optional.empty();
  }

  private Object list(List<?> l, Class<?> t) {
    if (t == int[].class) {
      return l.stream().mapToInt(x -> whole(x, l, Integer.MAX_VALUE).intValue()).toArray();
    } else if (t == long[].class) {
      return l.stream().mapToLong(x -> whole(x, l, Long.MAX_VALUE).longValue()).toArray();
    } else if (t == double[].class) {
      return l.stream().mapToDouble(x -> real(x, l).doubleValue()).toArray();
    } else if (t == List.class) {
      Class<?> item =
          generic instanceof ParameterizedType p
                  && p.getActualTypeArguments()[0] instanceof Class<?> c
              ? c
              : Object.class;
      List<@Nullable Object> out = new ArrayList<>();
      l.forEach(x -> out.add(decode(untuple(x), item)));
      return out;
    }
    throw mismatch(l);
  }

  private static boolean isIt(Number n, int value) {
    return n.doubleValue() == value;
  }

  private static boolean fitsLong(Number n) {
    return n instanceof Long || Math.abs(n.doubleValue()) < Long.MAX_VALUE;
  }

  private Number whole(@Nullable Object x, List<?> all, long most) {
    if (x instanceof Number n
        && n.doubleValue() == Math.rint(n.doubleValue())
        && fitsLong(n)
        && Math.abs(n.doubleValue()) <= most) {
      return n;
    }
    throw mismatch(all);
  }

  private Number real(@Nullable Object x, List<?> all) {
    if (x instanceof Number n) {
      return n;
    }
    throw mismatch(all);
  }

  private Object map(Map<?, ?> m, Class<?> t) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    m.forEach((k, v) -> spec.put(String.valueOf(k), v));
    if (t == Map.class) {
      return spec;
    }
    if (KerasObject.class.isAssignableFrom(t)) {
      KerasObject o = Configs.deserializeBuilt(spec, custom);
      if (!t.isInstance(o)) {
        throw mismatch(m);
      }
      return o;
    }
    // A function of the user's own: {"class_name": "function", "config": "name", ...}.
    if (Identified.class.isAssignableFrom(t)
        && "function".equals(spec.get("class_name"))
        && spec.get("config") instanceof String id) {
      var own = custom.function(id).filter(t::isInstance);
      return own.isPresent() ? own.get() : byId(t, id, m);
    }
    Optional<Object> given = replacement(m, t);
    if (given.isEmpty() && spec.containsKey("config") && Configs.isKnown(spec, custom)) {
      Object adapted =
          Configs.deserializeBuilt(spec, custom) instanceof Adaptable object ? object.as(t) : null;
      given = Optional.ofNullable(adapted);
    }
    return given.orElseThrow(() -> mismatch(m));
  }

  /** A type Keras names by string says so with a {@code static get(String)}. */
  private Object byId(Class<?> t, String id, Object json) {
    Method get;
    try {
      get = t.getMethod("get", String.class);
    } catch (NoSuchMethodException e) {
      throw mismatch(id, e);
    }
    try {
      return get.invoke(null, id);
    } catch (InvocationTargetException e) {
      Optional<Object> given = replacement(json, t);
      if (given.isPresent()) {
        return given.get();
      }
      throw new IllegalArgumentException("%s: `%s`: %s".formatted(who, key, reason(e)), e);
    } catch (IllegalAccessException e) {
      throw mismatch(id, e);
    }
  }

  private static String reason(InvocationTargetException e) {
    Throwable cause = e.getCause();
    return cause == null ? e.toString() : String.valueOf(cause.getMessage());
  }

  private static @Nullable Object untuple(@Nullable Object json) {
    return json instanceof Map<?, ?> m
            && "__tuple__".equals(m.get("class_name"))
            && m.get("items") instanceof List<?> items
        ? items
        : json;
  }

  private IllegalArgumentException mismatch(@Nullable Object json) {
    return new IllegalArgumentException(expected(json));
  }

  private IllegalArgumentException mismatch(Object json, Throwable cause) {
    return new IllegalArgumentException(expected(json), cause);
  }

  private String expected(@Nullable Object json) {
    return "%s: `%s` expects %s. Received: %s."
        .formatted(who, key, type.getSimpleName(), show(json));
  }

  /** A value as Python would show it, cut when long. */
  static String show(@Nullable Object v) {
    String s = String.valueOf(v);
    return s.length() > 200 ? s.substring(0, 200) + "…" : s;
  }

  /** Whether two JSON values are equal, 1 and 1.0 being the same number. */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return x.doubleValue() == y.doubleValue();
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      if (x.size() != y.size()) {
        return false;
      }
      for (int i = 0; i < x.size(); i++) {
        if (!same(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a == null ? b == null : a.equals(b);
  }
}
