package keras.config;

import com.google.errorprone.annotations.Keep;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a Keras argument that is only supported at Keras' default: it is never written, and any
 * other value is refused when a config is read.
 */
@Keep
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Pinned {
  /** The Keras key; empty means the field's name in snake_case, a trailing {@code _} dropped. */
  String value() default "";
}
